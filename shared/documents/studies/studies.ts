import { expectDefined } from '../../base/assert.ts'
import type { ExperimentSetup, PartSection, StudyId } from '../experiment.ts'
import type { InterventionKind } from '../forks/intervention.ts'
import type { ParamInfo, PartChoice, PartFamily, PartInfo, ParamValue, SettingsInfo } from '../part.ts'
import { nodeZones } from './node-zone-params.ts'
import { compactionRunParams, tieringRunParams } from './run-params.ts'

/**
 * The one list of studies and of what their documents have. Check, plan, paths, YAML, command line and forms go
 * through it, so that a further study is one more entry here (and its own types in `experiment.ts` and `plan.ts`).
 */
export interface StudyInfo {
  readonly id: StudyId
  readonly title: string
  /** What it is about, in one sentence. */
  readonly about: string
  /** Sections that name a part, in the order in which people think of them and in which they are written. */
  readonly sections: readonly SectionInfo[]
  /** Fields of `run`. A study without the field "engine" runs on the engine "steps". */
  readonly runParams: readonly ParamInfo[]
  /** What some of these fields bring with them, beside the parts. */
  readonly settings: readonly SettingsInfo[]
  /** The section whose part tells two runs of an experiment apart, and names a run in a line of text. */
  readonly decider: PartSection
  /** What a schedule may do in its runs. */
  readonly interventions: readonly InterventionKind[]
  /** Figures of the summary that tell the points of a sweep apart. */
  readonly headline: readonly string[]
}

export interface SectionInfo {
  /** The word in documents, paths and plans. */
  readonly name: PartSection
  /** Which parts it takes. */
  readonly family: PartFamily
  readonly title: string
  /** What it answers, as the form says. */
  readonly question: string
}

const mechanism: SectionInfo = {
  name: 'mechanism',
  family: 'mechanism',
  title: 'Mechanism',
  question: 'how a page is moved, at what cost',
}

export const studies: readonly StudyInfo[] = [
  {
    id: 'tiering',
    title: 'Tiered memory',
    about: 'Pages between fast and slow memory: who touches which, and where they should live.',
    sections: [
      { name: 'machine', family: 'machine', title: 'Machine', question: 'what there is' },
      { name: 'workload', family: 'workload', title: 'Workload', question: 'what is touched, by whom' },
      { name: 'policy', family: 'policy', title: 'Policy', question: 'where pages should live' },
      mechanism,
    ],
    runParams: tieringRunParams,
    settings: [nodeZones],
    decider: 'policy',
    interventions: ['set', 'veto', 'force', 'policy'],
    headline: [
      ...['missRatio', 'fastTierAccessShare', 'throughputAccessesPerSec', 'slowdownVsAllFast'],
      ...['hugePagesGot', 'hugePagesMissed', 'reclaimedPages', 'hugeAttemptMeanNs', 'hugeAttemptMaxNs'],
    ],
  },
  {
    id: 'compaction',
    title: 'Memory compaction',
    about: 'The physical frames of one zone: how scattered free frames become one run, and what that costs.',
    sections: [
      { name: 'zone', family: 'zone', title: 'Zone', question: 'what is in its frames' },
      { name: 'workload', family: 'zone-workload', title: 'Workload', question: 'what goes on meanwhile' },
      { name: 'trigger', family: 'trigger', title: 'Trigger', question: 'when it is compacted' },
      { name: 'compactor', family: 'compactor', title: 'Compactor', question: 'which frames are cleared' },
      mechanism,
    ],
    runParams: compactionRunParams,
    settings: [],
    decider: 'compactor',
    interventions: ['set'],
    headline: [
      ...['largestFreeRunFrames', 'bestRunFrames', 'blocksWon', 'bestBlocks', 'movedFrames', 'scannedFrames'],
      ...[
        'requestsGot',
        'compactionNs',
        'stallNs',
        'netSavedNs',
        'predictedDisruptionUs',
        'paidDisruptionUs',
      ],
    ],
  },
]

export const studyIds: readonly StudyId[] = studies.map(({ id }) => id)

/** The study of a setup or plan that was checked to name one. */
export function studyOf({ study }: { readonly study: StudyId }): StudyInfo {
  return expectDefined(findStudy(study), `the study "${study}" was checked to exist`)
}

/** The study that a document names, if it is one. */
export function findStudy(id: unknown): StudyInfo | undefined {
  return studies.find((study) => study.id === id)
}

/** The part that a setup chooses in a section: `undefined` where the study has no such section, or nothing is chosen. */
export function choiceIn(setup: ExperimentSetup, section: string): PartChoice | undefined {
  if (!studyOf(setup).sections.some(({ name }) => name === section)) return undefined
  return (setup as unknown as Readonly<Record<string, PartChoice | undefined>>)[section]
}

/** The same setup with another choice in one of its sections. */
export function withChoice(
  setup: ExperimentSetup,
  section: PartSection,
  choice: PartChoice,
): ExperimentSetup {
  return { ...setup, [section]: choice }
}

/** Declarations of the parts that a section takes. */
export function partsFor(section: SectionInfo, parts: readonly PartInfo[]): readonly PartInfo[] {
  return parts.filter(({ family }) => family === section.family)
}

/** The part that a choice in a section names; `undefined` where there is none of that name. */
export function partChosen(
  { family }: SectionInfo,
  choice: { readonly kind?: unknown } | undefined,
  parts: readonly PartInfo[],
): PartInfo | undefined {
  return parts.find((part) => part.family === family && part.id === choice?.kind)
}

/** What of a study's settings a setup has: those that its `run` brings in. */
export function settingsIn(setup: ExperimentSetup): readonly SettingsInfo[] {
  const run = (setup.run ?? {}) as Readonly<Record<string, ParamValue | undefined>>
  return studyOf(setup).settings.filter(({ when }) => when.is.some((value) => run[when.name] === value))
}
