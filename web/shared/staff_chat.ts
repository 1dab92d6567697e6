// The chat of a member of staff: introduces them, and keeps the readers what the roster allows.
import { type Bytes, equal, toHex } from './bytes';
import type { ErrorName } from './gen/wire';
import { type ChatOptions, LiveChat } from './live_chat';
import { allowedReaders, type Continuity } from './readers';

export interface StaffChatOptions extends ChatOptions {
  own: { side: 'staff'; person: Uint8Array };
  /** Display name, sent encrypted before the first message. */
  name: string;
  /** Who reads besides, as the site chooses. */
  continuity(): Continuity;
}

const RETRY_MS = 1000;
/** The conversation or the roster has moved on in between. */
const moved: readonly ErrorName[] = ['stale_roster', 'stale_head', 'stale_epoch'];

export class StaffChat extends LiveChat {
  /** Hash of the packet whose readers are not those allowed any more, hex. */
  private outdated = '';

  constructor(private readonly staff: StaffChatOptions) {
    super(staff);
  }

  override async rosterChanged(): Promise<void> {
    const { own, continuity } = this.staff;
    const roster = await this.refreshRoster();
    const { participants, epoch, assigned, status } = this.log;
    if (status !== 'assigned' || !participants || !epoch || !assigned || !equal(assigned, own.person)) return;
    const allowed = allowedReaders(roster.now, participants, continuity());
    const { readers } = epoch.packet;
    const none = new Uint8Array();
    const same = readers.length === allowed.length && allowed.every(({ id }, i) => equal(id, readers[i]?.id ?? none));
    this.outdated = same ? '' : toHex(epoch.hash);
    this.changed();
    this.pump();
  }

  protected override async prepare(): Promise<void> {
    const { log, staff } = this;
    if (log.agentName === undefined) await this.sending.introduce(staff.name, Math.round(staff.now()));
  }

  protected override async nextPacket(): Promise<Bytes | undefined> {
    const { epoch, head } = this.log;
    if (!epoch || !head || toHex(epoch.hash) !== this.outdated) return undefined;
    const draft = { epoch: epoch.packet.epoch + 1, prev: epoch.hash, head };
    return (await this.staff.keyholder.makePacket(draft)).packet;
  }

  protected override packetRefused(code: ErrorName): void {
    this.outdated = '';
    if (moved.includes(code))
      this.timers.later('renew', RETRY_MS, () => void this.rosterChanged().catch(() => undefined));
    else super.packetRefused(code);
  }
}
