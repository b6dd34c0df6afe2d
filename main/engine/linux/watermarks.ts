import { wholeSqrt } from '../../../shared/base/exact-math.ts'

/**
 * Watermarks of a node with one zone, in pages of the simulated machine. Source: Linux 6.8 mm/page_alloc.c
 * (calculate_min_free_kbytes, __setup_per_zone_wmarks) and mm/memory-tiers: promo = high + step.
 */
export interface Watermarks {
  readonly minPages: number
  readonly lowPages: number
  readonly highPages: number
  readonly promoPages: number
  /** Free pages above which promotion asks no questions: promo + max(1 GiB, node / 16). */
  readonly shortcutPages: number
}

export interface WatermarkInputs {
  readonly nodeBytes: number
  /** All memory of the machine, over which min_free_kbytes is shared out. */
  readonly machineBytes: number
  /** vm.min_free_kbytes; 0: the kernel's formula. */
  readonly minFreeKiB: number
  /** vm.watermark_scale_factor, in 1/10000 of the node. */
  readonly scaleFactor: number
  /** The level of free memory that opens the shortcut: bytes, and share of the node; the larger one counts. */
  readonly shortcutBytes: number
  readonly shortcutShare: number
  readonly pageBytes: number
  readonly scale: number
}

export function watermarksOf(inputs: WatermarkInputs): Watermarks {
  const { nodeBytes, machineBytes, pageBytes, scale } = inputs
  const wanted = inputs.minFreeKiB > 0 ? inputs.minFreeKiB : wholeSqrt((machineBytes / 1024) * 16)
  const minFreeKiB = inputs.minFreeKiB > 0 ? wanted : Math.min(262_144, Math.max(128, wanted))
  const minBytes = (minFreeKiB * 1024 * nodeBytes) / machineBytes
  const stepBytes = Math.max(minBytes / 4, (nodeBytes * inputs.scaleFactor) / 10_000)
  const pages = (bytes: number) => Math.round(bytes / pageBytes / scale)
  const promoBytes = minBytes + 3 * stepBytes
  return {
    minPages: pages(minBytes),
    lowPages: pages(minBytes + stepBytes),
    highPages: pages(minBytes + 2 * stepBytes),
    promoPages: pages(promoBytes),
    shortcutPages: pages(
      promoBytes + Math.max(inputs.shortcutBytes, Math.floor(nodeBytes * inputs.shortcutShare)),
    ),
  }
}
