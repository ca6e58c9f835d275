/** Exit status of the command; when several apply the highest of these wins, but a policy (4) only over 1. */
export const EXIT = {
  done: 0,
  someFailed: 1,
  wrongUsage: 2,
  modelUnusable: 3,
  policyFailed: 4,
  interrupted: 130,
} as const;
