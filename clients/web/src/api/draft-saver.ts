/** Saves one sealed draft on the server, in turn: each save says which one it follows, and is repeated with its key until it is answered. */
import { randomKey } from "../storage/session";
import { offline, type Problem, problemOf } from "./problem";
import { send } from "./send";

/** Where a draft stands. */
export interface DraftPlace {
  path: string;
  params: { path: object };
}

/** `problem`: it was not saved, and why. `over`: saved elsewhere or filed, so no more is saved here. */
export interface DraftState {
  savedAt: string | undefined;
  problem: Problem | undefined;
  over: boolean;
}

interface Save {
  text: string | null;
  key: string;
}

const PAUSE = 2_000;
const RETRY = 15_000;
/** Browsers let a page send this much, in bytes, while it is closed. */
const LARGEST_LAST = 60_000;

export class DraftSaver {
  private next: Save | undefined;
  private sending: Save | undefined;
  private running: Promise<void> | undefined;
  private timer: number | undefined;
  private over = false;

  constructor(
    private readonly place: DraftPlace,
    private version: number,
    private readonly tell: (state: DraftState) => void,
  ) {}

  /** Saves this after a short pause, with whatever follows until then. */
  change(text: string | null): void {
    if (this.over || (text === null && this.version === 0 && !this.sending)) return;
    this.next = { text, key: randomKey() };
    this.timer ??= window.setTimeout(() => void this.flush(), PAUSE);
  }

  /** Whether something typed is not saved yet. */
  waits(): boolean {
    return !this.over && (this.next ?? this.sending) !== undefined;
  }

  /** Saves at once what waits. The text of a page that is closed arrives too. */
  flush(): Promise<void> {
    this.stopTimer();
    this.running ??= this.drain().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Before the text is filed: nothing more is saved by itself, and what is on its way has arrived. */
  async settle(): Promise<void> {
    this.stopTimer();
    await this.running;
  }

  /** It was filed, or its page is left. */
  end(): void {
    this.stopTimer();
    this.over = true;
  }

  private stopTimer(): void {
    window.clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async drain(): Promise<void> {
    for (;;) {
      this.sending ??= this.next;
      if (this.over || !this.sending) return;
      if (this.sending === this.next) this.next = undefined;
      if (!(await this.sendOne(this.sending))) return;
    }
  }

  /** False: it is tried again later, or never. */
  private async sendOne({ text, key }: Save): Promise<boolean> {
    const keepalive = new Blob([text ?? ""]).size < LARGEST_LAST;
    let answer: Awaited<ReturnType<typeof send>>;
    try {
      answer = await send("put", this.place.path, { params: this.place.params, body: { text }, keepalive }, key, this.version);
      // A server that broke off may have saved it: only the same key tells it from a save elsewhere.
      if (answer.status >= 500) throw answer;
    } catch {
      if (!this.over) this.timer ??= window.setTimeout(() => void this.flush(), RETRY);
      this.say({ problem: offline() });
      return false;
    }
    this.sending = undefined;
    const { status, ok, data, error } = answer;
    if (ok) {
      const { version, savedAt } = data as { version: number; savedAt: string | null };
      this.version = version;
      this.say({ savedAt: savedAt ?? undefined });
      return true;
    }
    if (status === 412) this.over = true;
    this.say({ problem: problemOf(status, error) });
    return false;
  }

  private say(state: Partial<DraftState>): void {
    this.tell({ savedAt: undefined, problem: undefined, over: this.over, ...state });
  }
}
