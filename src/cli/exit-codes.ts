/**
 * Exit status of the command; when several apply the highest of these wins, but a policy (4) only over 1. Of signals it is 128 and the
 * number of the signal, as shells have it.
 */
export const EXIT = {
  done: 0,
  someFailed: 1,
  wrongUsage: 2,
  modelUnusable: 3,
  policyFailed: 4,
  /** By SIGINT, and until it is known by what. */
  interrupted: 130,
  /** By SIGTERM, as Slurm, Kubernetes and CI cancel. */
  terminated: 143,
} as const;
