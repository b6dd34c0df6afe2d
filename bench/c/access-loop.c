/*
 * The reference of bench/access-loop.ts: the same work as main/engine/studies/tiering/replay/access-loop.ts, in plain C.
 * Reads pages (u32) and writes (u8) from two files, then, for each line on standard input, serves them all once and
 * prints the nanoseconds that took and the accesses that the fast node served.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { NODE = 0x0f, ACCESSED = 0x10, TRAP = 0x40 };

static void *read_all(const char *path, size_t bytes) {
  FILE *file = fopen(path, "rb");
  void *data = malloc(bytes);
  if (!file || !data || fread(data, 1, bytes, file) != bytes) exit(1);
  fclose(file);
  return data;
}

static uint64_t traps;

__attribute__((noinline)) static uint8_t on_trap(uint8_t *hot, uint32_t page) {
  traps++;
  return hot[page] &= (uint8_t)~TRAP;
}

static void serve(const uint32_t *pages, const uint8_t *writes, size_t count, uint8_t *hot, uint32_t *touches,
                  uint32_t *served) {
  for (size_t i = 0; i < count; i++) {
    uint32_t page = pages[i];
    uint8_t flags = hot[page];
    if (flags & TRAP) flags = on_trap(hot, page);
    touches[page]++;
    served[flags & NODE]++;
    hot[page] = flags | ACCESSED | (uint8_t)(writes[i] << 5);
  }
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  size_t accesses = strtoull(argv[3], NULL, 10), page_count = strtoull(argv[4], NULL, 10), batch = 65536;
  uint32_t *pages = read_all(argv[1], accesses * 4);
  uint8_t *writes = read_all(argv[2], accesses);
  uint8_t *hot = malloc(page_count);
  uint32_t *touches = calloc(page_count, 4), served[16];
  char line[16];
  for (size_t page = 0; page < page_count; page++) hot[page] = page % 5 == 0 ? 0 : 1;
  while (fgets(line, sizeof line, stdin)) {
    struct timespec start, end;
    memset(served, 0, sizeof served);
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (size_t at = 0; at < accesses; at += batch) {
      size_t count = accesses - at < batch ? accesses - at : batch;
      serve(pages + at, writes + at, count, hot, touches, served);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%lld %u\n", (end.tv_sec - start.tv_sec) * 1000000000LL + (end.tv_nsec - start.tv_nsec), served[0]);
    fflush(stdout);
  }
  return (int)(traps > 1);
}
