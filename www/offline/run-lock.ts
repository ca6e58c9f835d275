const NAME = 'xai-viewer-run';

/** Held by every page of the app that explains something, so that no update pulls the ground from under one. */
class RunLock {
  #release: (() => void) | null = null;

  /** Tells whether this page explains something now. */
  set(isRunning: boolean): void {
    if (isRunning === (this.#release !== null)) return;
    this.#release?.();
    this.#release = null;
    if (!isRunning) return;
    const over = new Promise<void>((resolve) => {
      this.#release = resolve;
    });
    void navigator.locks?.request(NAME, { mode: 'shared' }, () => over);
  }

  /** Calls back when no page explains anything. */
  async whenFree(act: () => void): Promise<void> {
    if (navigator.locks) await navigator.locks.request(NAME, act);
    else act();
  }
}

export const runLock = new RunLock();
