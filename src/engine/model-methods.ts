import { defaultMethods } from '../methods/default-method.ts';
import { planTask } from '../methods/explain.ts';
import { allMethods, type Method } from '../methods/registry.ts';
import type { Layer } from '../onnx/layers/layer.ts';
import type { Model } from '../tasks/model.ts';
import type { LayersInfo, MethodInfo } from './info.ts';

/**
 * Every method as seen from a model: those that may run first, the default before all others. Nothing is run; what only
 * the graph can tell (a head that CAM cannot read, an operator without gradient) comes when the method runs.
 */
export function describeMethods(model: Model): MethodInfo[] {
  const methods = allMethods();
  const suits = methods.some(({ tasks }) => tasks.includes(model.recipe.task));
  const preferred = suits ? defaultMethods(model) : [];
  const sorted = [...new Set([...preferred, ...methods])].map((method) => describeMethod(method, model));
  return [...sorted.filter(({ obstacle }) => obstacle === null), ...sorted.filter(({ obstacle }) => obstacle !== null)];
}

function describeMethod(method: Method, model: Model): MethodInfo {
  const { name, title = name, aliases = [], classAgnostic = false, together = false } = method;
  const { cost = null, options = null } = method;
  const { passes } = planTask(model, { method: name });
  const obstacle = obstacleTo(method, model);
  return { name, aliases, title, classAgnostic, together, options, passes, cost, obstacle };
}

/** What can be seen without running anything. */
function obstacleTo({ tasks, tokens, title, name }: Method, model: Model): string | null {
  const { recipe, description } = model;
  if (!tasks.includes(recipe.task)) return `It explains ${joined(tasks)}; this model is for ${recipe.task}.`;
  if (tokens && !description.operators.Softmax) return NO_TOKENS;
  const { obstacles } = planTask(model, { method: name });
  return obstacles.length > 0 ? obstacles.join(' ').replace(name, title ?? name) : null;
}

/** The layers of a model, and the methods that they leave nothing to do. */
export async function describeLayers(model: Model): Promise<LayersInfo> {
  const layers = await model.layers();
  const hasTokens = layers.some(({ kind }) => kind === 'tokens');
  const obstacles: Record<string, string> = {};
  for (const method of allMethods()) {
    const { name, tokens, options, tasks } = method;
    const obstacle = tasks.includes(model.recipe.task) ? await method.obstacle?.(model) : null;
    if (tokens && !hasTokens) obstacles[name] = NO_TOKENS;
    else if (layers.length === 0 && options?.includes('layer')) obstacles[name] = NO_LAYERS;
    else if (obstacle) obstacles[name] = obstacle;
  }
  return { layers: layers.map(describeLayer), obstacles };
}

const NO_TOKENS = 'It is for transformers; no layer of this model is a sequence of tokens.';
const NO_LAYERS = 'It needs a layer with places of the picture, and this model has none.';

function describeLayer({ name, dims, kind, channels, width, height, reason }: Layer): LayersInfo['layers'][number] {
  return { name, dims, kind, channels, width, height, reason };
}

function joined(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
