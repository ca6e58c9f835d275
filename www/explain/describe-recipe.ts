import { joinSentences } from '../../src/elements/strings.ts';
import type { ModelInfo } from '../../src/engine/info.ts';
import { compactCount } from '../format.ts';
import { words } from '../words.ts';
import { asPictureRecipe, colourRangeOf, findsBoxes, type PictureInput } from './recipe-view.ts';

/** One thing that is believed about a model: what it is about, and a plain sentence. */
export interface Belief {
  readonly term: string;
  readonly text: string;
}

/**
 * What is believed about a model, in words.
 * @param threshold what a person set in place of the recipe's; null: nothing
 */
export function describeRecipe(info: ModelInfo, threshold: number | null): Belief[] {
  const { believes } = words;
  const recipe = asPictureRecipe(info.recipe);
  const beliefs: Belief[] = [];
  const say = (term: string, text: string) => beliefs.push({ term, text });
  const labels = recipe?.labels ?? [];
  say(believes.task, believes.does(believes.tasks[info.task] ?? info.task, describeLabels(labels)));
  if (recipe) {
    const { width, height, resize } = recipe.input;
    say(believes.sees, believes.size(width, height, believes.resizing[resize] ?? resize));
    say(believes.colours, describeColours(recipe.input));
    const leftOut = findsBoxes(info.task)
      ? believes.leftOut(Math.round((threshold ?? recipe.scoreThreshold) * 100))
      : '';
    say(believes.answer, joinSentences(believes.format(recipe.output.format), leftOut));
  }
  say(believes.weights, believes.parameters(compactCount.format(info.parameters), info.producer));
  say(believes.runs, (believes.providers[info.provider] ?? info.provider) + (info.adapter ? ` (${info.adapter})` : ''));
  return beliefs;
}

function describeLabels(labels: readonly string[]): string {
  if (labels.length === 0) return words.believes.noLabels;
  // ImageNet's labels list synonyms after a comma.
  const some = labels
    .slice(0, 3)
    .map((label) => label.split(',')[0])
    .join(', ');
  return labels.length <= 3 ? some : words.believes.labels(labels.length, some);
}

function describeColours(input: PictureInput): string {
  const { believes } = words;
  const range = colourRangeOf(input);
  const { scale, mean, std } = input;
  const other = believes.arithmetic(round(scale), mean.map(round).join(', '), std.map(round).join(', '));
  return believes.colouring(
    believes.channels[input.channels] ?? input.channels,
    range === 'other' ? other : believes.ranges[range],
  );
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}
