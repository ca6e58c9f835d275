import { ADCC } from './adcc.ts';
import { AGREEMENT } from './agreement.ts';
import { AVERAGE_DROP } from './average-drop.ts';
import { AVERAGE_GAIN } from './average-gain.ts';
import { AVERAGE_INCREASE } from './average-increase.ts';
import { AVERAGE_STABILITY } from './average-stability.ts';
import { DELETION } from './deletion.ts';
import { ENERGY_POINTING_GAME } from './energy-pointing-game.ts';
import { ENTROPY } from './entropy.ts';
import { INFIDELITY } from './infidelity.ts';
import { INSERTION } from './insertion.ts';
import { MAX_SENSITIVITY } from './max-sensitivity.ts';
import type { Metric } from './metric.ts';
import { PARAMETER_RANDOMISATION } from './parameter-randomisation.ts';
import { POINTING_GAME } from './pointing-game.ts';
import { RELEVANCE_RANK } from './relevance-rank.ts';
import { REPEATABILITY } from './repeatability.ts';
import { ROAD } from './road.ts';
import { SPARSITY } from './sparsity.ts';

/** The metrics that this library brings. */
export const METRICS: readonly Metric[] = [
  INSERTION,
  DELETION,
  POINTING_GAME,
  ENERGY_POINTING_GAME,
  RELEVANCE_RANK,
  ADCC,
  AVERAGE_DROP,
  AVERAGE_INCREASE,
  AVERAGE_GAIN,
  ROAD,
  INFIDELITY,
  MAX_SENSITIVITY,
  AVERAGE_STABILITY,
  SPARSITY,
  ENTROPY,
  PARAMETER_RANDOMISATION,
  AGREEMENT,
  REPEATABILITY,
];
