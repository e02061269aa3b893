/* A disk that takes its time: each fsync and fdatasync first waits for as many milliseconds as stand in the file SLOW_FSYNC. For LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int late(const char *name, int file) {
  const char *path = getenv("SLOW_FSYNC");
  FILE *told = path ? fopen(path, "r") : NULL;
  long ms = 0;
  if (told) {
    if (fscanf(told, "%ld", &ms) != 1) ms = 0;
    fclose(told);
  }
  struct timespec wait = {ms / 1000, ms % 1000 * 1000000};
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  nanosleep(&wait, NULL);
  return real(file);
}

int fsync(int file) { return late("fsync", file); }
int fdatasync(int file) { return late("fdatasync", file); }
