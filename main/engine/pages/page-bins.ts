/**
 * Which of equal bins a page falls into, by a multiplication instead of a division: half a page is added, so that the
 * rounding of 1 / pagesPerBin never reaches a border. Exact for every page number that a run can have (below 2^31).
 */
export function createBinOf(pagesPerBin: number): (page: number) => number {
  const binsPerPage = 1 / pagesPerBin
  return (page) => ((page + 0.5) * binsPerPage) | 0
}
