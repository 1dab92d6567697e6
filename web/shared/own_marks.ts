// What this side says it has received and read: signed marks, coalesced by the caller, never going back.
import type { Bytes } from './bytes';
import { decode } from './codec';
import type { ConversationLog, LogMessage } from './conversation';
import { Mark, MarkKind, SUITE_P256_AES256GCM } from './gen/wire';
import { signed } from './names';
import type { Sender } from './sending';

export class OwnMarks {
  /** Everything up to here has been on screen. */
  readTo = 0;
  private delivered = 0;
  private read = 0;

  constructor(
    private readonly log: ConversationLog,
    private readonly site: Uint8Array,
    private readonly conversation: Uint8Array,
  ) {}

  /** A new connection: the server may not have got the last ones. */
  forgetSent(): void {
    this.delivered = 0;
    this.read = 0;
  }

  /** `send` says whether there was a connection. */
  async tell(sender: Sender, send: (mark: Mark) => boolean): Promise<void> {
    const { log } = this;
    const received =
      log.items.filter((item): item is LogMessage => item.kind === 'message' && !item.mine).at(-1)?.seq ?? 0;
    const { own } = log.marks;
    const read = Math.max(this.readTo, own.read);
    if (read > Math.max(own.read, this.read)) {
      if (send(await this.make(sender, MarkKind.read, read))) this.read = this.delivered = read;
    }
    if (received > Math.max(own.delivered, this.delivered)) {
      if (send(await this.make(sender, MarkKind.delivered, received))) this.delivered = received;
    }
  }

  private async make(sender: Sender, kind: number, seq: number): Promise<Mark> {
    const fields = { suite: SUITE_P256_AES256GCM, sender: sender.id, kind, seq, head: this.log.headAt(seq) as Bytes };
    return decode(Mark, await signed(Mark, sender.keys.privateKey, fields, this.site, this.conversation));
  }
}
