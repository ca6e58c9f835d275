import type { Labelling } from './labelling.ts';

/** Presses of an edge with Shift, in steps. */
const FAR = 10;

/** Keys that work wherever the focus is in a timeline whose labels may be edited; true where one was meant. */
export function pressEditKey(
  { key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent,
  labelling: Labelling,
): boolean {
  const letter = key.toLowerCase();
  if (altKey) return false;
  if (ctrlKey || metaKey) {
    if (letter === 'z' && !shiftKey) labelling.undo();
    else if (letter === 'y' || letter === 'z') labelling.redo();
    else return false;
    return true;
  }
  if (letter === 'n') labelling.add();
  else if (letter === 'l') labelling.enter();
  else return false;
  return true;
}

/** Keys of the chosen label as a whole. */
export function pressLabelKey(event: KeyboardEvent, labelling: Labelling): boolean {
  const { editing, keyStep } = labelling;
  const direction = directionOf(event.key);
  if (direction && event.shiftKey) {
    if (editing.move(direction * keyStep, 'move by keys')) editing.finish('move');
    void labelling.focusChosen();
  } else if (direction) labelling.step(direction);
  else if (event.key === 'Home') labelling.step(Number.NEGATIVE_INFINITY);
  else if (event.key === 'End') labelling.step(Number.POSITIVE_INFINITY);
  else return pressNamingKey(event.key, labelling);
  return true;
}

/** Keys of one of its ends. */
export function pressEdgeKey(event: KeyboardEvent, edge: 'start' | 'end', labelling: Labelling): boolean {
  const { editing, keyStep } = labelling;
  const { chosen } = editing;
  const direction = directionOf(event.key);
  if (!chosen) return false;
  if (direction) {
    const time = chosen[edge] + direction * keyStep * (event.shiftKey ? FAR : 1);
    if (editing.resize(edge, time, `${edge} by keys`)) editing.finish('resize');
    labelling.revealEnd(edge);
    return true;
  }
  return pressNamingKey(event.key, labelling);
}

/** Keys of whatever belongs to the chosen label. */
function pressNamingKey(key: string, labelling: Labelling): boolean {
  if (key === 'Delete' || key === 'Backspace') labelling.remove();
  else if (key === 'Enter' || key === 'F2') void labelling.focusName();
  else if (key === 'Escape') {
    if (!labelling.drag.cancel()) labelling.leave();
  } else if (/^[1-9]$/.test(key)) labelling.nameBy(Number(key) - 1);
  else return false;
  return true;
}

function directionOf(key: string): -1 | 1 | undefined {
  return ({ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 } as const)[key as 'ArrowLeft'];
}
