import { XaiError } from '../core/errors.ts';
import { nearestNames } from '../core/nearest-names.ts';
import type { Judged, Metric, MetricValue } from './metric.ts';
import { METRICS } from './metrics.ts';

const metrics = new Map(METRICS.map((metric) => [metric.name, metric]));

/**
 * Adds a metric, so that `findMetric` and `metricNames` know it.
 * @throws XaiError `option-invalid` when the name is taken or has another form
 */
export function defineMetric(metric: Metric): void {
  if (!/^[a-z][a-z0-9-]*$/.test(metric.name) || metrics.has(metric.name)) {
    throw new XaiError(
      'option-invalid',
      `"${metric.name}" can't be a metric's name: it must be lower case with hyphens, and not one of ${metricNames().join(', ')}.`,
      { option: 'name' },
    );
  }
  metrics.set(metric.name, metric);
}

/** In the order in which they were defined. */
export function allMetrics(): readonly Metric[] {
  return [...metrics.values()];
}

export function metricNames(): string[] {
  return [...metrics.keys()];
}

/** @throws XaiError `option-invalid` naming the nearest ones */
export function findMetric(name: string): Metric {
  const found = metrics.get(name);
  if (found) return found;
  const nearest = nearestNames(name, metricNames());
  const offer = nearest.length > 0 ? `the nearest are ${nearest.join(', ')}` : `there are ${metricNames().join(', ')}`;
  throw new XaiError('option-invalid', `There is no metric "${name}"; ${offer}.`, { option: 'metrics' });
}

/**
 * Measures an explanation.
 * @param name of the metric
 * @param options of that metric
 * @throws XaiError `option-invalid` for an unknown name or a bad option, or when something is missing that the metric needs
 */
export function measure(name: string, subject: Judged, options: object = {}): Promise<MetricValue> {
  return findMetric(name).measure(subject, options);
}
