/* A slow disk for LD_PRELOAD: each fsync and fdatasync waits before it starts. The file named by SLOW_FSYNC contains
   the milliseconds. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int late(const char *name, int file) {
  const char *path = getenv("SLOW_FSYNC");
  FILE *setting = path ? fopen(path, "r") : NULL;
  long ms = 0;
  if (setting) {
    if (fscanf(setting, "%ld", &ms) != 1) ms = 0;
    fclose(setting);
  }
  struct timespec wait = {ms / 1000, ms % 1000 * 1000000};
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  nanosleep(&wait, NULL);
  return real(file);
}

int fsync(int file) { return late("fsync", file); }
int fdatasync(int file) { return late("fdatasync", file); }
