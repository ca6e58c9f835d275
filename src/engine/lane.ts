/** Lets one caller in at a time, in the order in which they came. */
export class Lane {
  #busy = false;
  #waiting: (() => void)[] = [];

  /** Resolves with the function that leaves the lane; rejects with the signal's reason when it aborts while waiting. */
  enter(signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const giveUp = () => {
        this.#waiting = this.#waiting.filter((other) => other !== go);
        reject(signal.reason);
      };
      const go = () => {
        signal.removeEventListener('abort', giveUp);
        this.#busy = true;
        resolve(() => this.#leave());
      };
      if (this.#busy) {
        this.#waiting.push(go);
        signal.addEventListener('abort', giveUp, { once: true });
      } else go();
    });
  }

  #leave(): void {
    this.#busy = false;
    this.#waiting.shift()?.();
  }
}
