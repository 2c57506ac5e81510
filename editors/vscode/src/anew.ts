// Work that is done anew when something has changed: never twice at once, and what changes meanwhile is worked on after it.

export class Anew {
  private isDue = false;
  private isRunning = false;
  private timer: NodeJS.Timeout | undefined;

  /** `work` handles its errors itself; it is left alone while `isWanted` says no. */
  constructor(private readonly work: () => Promise<void>, private readonly isWanted: () => boolean) {}

  /** Asks for it, in so many milliseconds; what is asked for until then is the same. */
  ask(delay = 0): void {
    this.isDue = true;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.run();
    }, delay);
  }

  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      while (this.isDue && this.isWanted()) {
        this.isDue = false;
        await this.work();
      }
    } finally {
      this.isRunning = false;
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.isDue = false;
  }
}
