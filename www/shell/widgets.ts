let arrival: Promise<unknown> | null = null;

/**
 * Fetches the widgets of the shell, once: nothing of the first look is made of them. Until they are there their elements
 * stand in the page as the style sheet has them, and what was set on them holds.
 */
export async function loadWidgets(): Promise<void> {
  arrival ??= import('./web-awesome.ts');
  try {
    await arrival;
  } catch (error) {
    // The network may be back when the next one is asked for.
    arrival = null;
    throw error;
  }
}
