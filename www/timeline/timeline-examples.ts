export const TIMELINE_EXAMPLES = ['motion', 'motion-shortcut', 'motion-recurrent', 'sound'] as const;
export type TimelineExample = (typeof TIMELINE_EXAMPLES)[number];

/** Sessions with a few mistakes in them, and of the cheating model with circles whose glitch lies beside the movement. */
const FIRST_SEEDS: Readonly<Record<TimelineExample, number>> = {
  motion: 9,
  'motion-shortcut': 5,
  'motion-recurrent': 9,
  sound: 3,
};

/** Seeds of further sessions are drawn from here up. */
const FURTHER_SEEDS = 100;
const SEEDS = 900_000;

export function firstSeed(example: TimelineExample): number {
  return FIRST_SEEDS[example];
}

export function drawSeed(): number {
  return FURTHER_SEEDS + Math.floor(Math.random() * SEEDS);
}

export function modelAddress(example: TimelineExample): string {
  return `embedded:${example}`;
}

/** Address of the session that the engine draws for the model. */
export function sessionAddress(example: TimelineExample, seed: number): string {
  return `embedded:${example}?seed=${seed}`;
}
