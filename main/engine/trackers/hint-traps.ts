/**
 * NUMA hint faults as hardware and kernel show them: a page is armed (PROT_NONE), and its next access by anybody
 * faults. The engines differ in how they learn of that access; policies see only this.
 */
export interface HintTraps {
  /** Arms a page that is not armed. */
  arm(page: number): void
  /** Disarms without a fault (the page moved, or its mapping was restored). Fine for a page that is not armed. */
  disarm(page: number): void
  armed(page: number): boolean
}
