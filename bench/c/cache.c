/*
 * The reference of bench/caches.ts: LRU, FIFO and CLOCK of the usual kind, a chained hash table over cached objects
 * that stand on a doubly linked list. Reads ids (u64) from a file, then, for each line "POLICY FRAMES" on standard
 * input, serves them all once with an empty cache and prints the nanoseconds that took and the misses.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct object {
  struct object *newer, *older, *chain;
  uint64_t id;
  uint8_t referenced;
} object;

typedef struct {
  object **buckets;
  uint64_t mask;
  size_t size, frames;
  object *newest, *oldest;
} cache;

/* Ids of traces are addresses and keys: any 64 bits, so they are mixed. */
static inline object **bucket_of(cache *c, uint64_t id) {
  id = (id ^ (id >> 33)) * 0xff51afd7ed558ccdull;
  id = (id ^ (id >> 33)) * 0xc4ceb9fe1a85ec53ull;
  return &c->buckets[(id ^ (id >> 33)) & c->mask];
}

static inline object *find(cache *c, uint64_t id) {
  object *o = *bucket_of(c, id);
  while (o && o->id != id) o = o->chain;
  return o;
}

static inline void push(cache *c, object *o) {
  o->newer = NULL;
  o->older = c->newest;
  if (c->newest) c->newest->newer = o; else c->oldest = o;
  c->newest = o;
}

static inline void unlink_object(cache *c, object *o) {
  if (o->newer) o->newer->older = o->older; else c->newest = o->older;
  if (o->older) o->older->newer = o->newer; else c->oldest = o->newer;
}

static inline void forget(cache *c, object *o) {
  object **at = bucket_of(c, o->id);
  while (*at != o) at = &(*at)->chain;
  *at = o->chain;
  unlink_object(c, o);
}

static inline void evict(cache *c, int clock) {
  object *o = c->oldest;
  while (clock && o->referenced) {
    o->referenced = 0;
    unlink_object(c, o);
    push(c, o);
    o = c->oldest;
  }
  forget(c, o);
  free(o);
  c->size--;
}

static inline void insert(cache *c, uint64_t id, int clock) {
  if (c->size == c->frames) evict(c, clock);
  object *o = malloc(sizeof *o);
  if (!o) exit(1);
  o->id = id;
  o->referenced = 0;
  object **bucket = bucket_of(c, id);
  o->chain = *bucket;
  *bucket = o;
  push(c, o);
  c->size++;
}

static uint64_t serve_lru(cache *c, const uint64_t *ids, size_t count) {
  uint64_t misses = 0;
  for (size_t i = 0; i < count; i++) {
    object *o = find(c, ids[i]);
    if (o) {
      if (o != c->newest) {
        unlink_object(c, o);
        push(c, o);
      }
    } else {
      misses++;
      insert(c, ids[i], 0);
    }
  }
  return misses;
}

static uint64_t serve_fifo(cache *c, const uint64_t *ids, size_t count) {
  uint64_t misses = 0;
  for (size_t i = 0; i < count; i++) {
    if (find(c, ids[i])) continue;
    misses++;
    insert(c, ids[i], 0);
  }
  return misses;
}

static uint64_t serve_clock(cache *c, const uint64_t *ids, size_t count) {
  uint64_t misses = 0;
  for (size_t i = 0; i < count; i++) {
    object *o = find(c, ids[i]);
    if (o) o->referenced = 1;
    else {
      misses++;
      insert(c, ids[i], 1);
    }
  }
  return misses;
}

int main(int argc, char **argv) {
  if (argc != 3) return 1;
  size_t count = strtoull(argv[2], NULL, 10);
  uint64_t *ids = malloc(count * sizeof *ids);
  FILE *file = fopen(argv[1], "rb");
  if (!ids || !file || fread(ids, sizeof *ids, count, file) != count) return 1;
  fclose(file);
  char policy[16];
  size_t frames;
  while (scanf("%15s %zu", policy, &frames) == 2) {
    size_t buckets = 2;
    while (buckets < frames) buckets *= 2;
    cache c = {.mask = buckets - 1, .frames = frames};
    c.buckets = calloc(buckets, sizeof *c.buckets);
    if (!c.buckets) return 1;
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    uint64_t misses = policy[0] == 'l'   ? serve_lru(&c, ids, count)
                      : policy[0] == 'f' ? serve_fifo(&c, ids, count)
                                         : serve_clock(&c, ids, count);
    clock_gettime(CLOCK_MONOTONIC, &to);
    uint64_t ns = (uint64_t)(to.tv_sec - from.tv_sec) * 1000000000ull + (uint64_t)to.tv_nsec - (uint64_t)from.tv_nsec;
    printf("%llu %llu\n", (unsigned long long)ns, (unsigned long long)misses);
    fflush(stdout);
    while (c.oldest) evict(&c, 0);
    free(c.buckets);
  }
  return 0;
}
