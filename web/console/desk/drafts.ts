// Drafts that outlive a lock, sealed to this device: they open only after the passkey, and each only for the
// conversation it was written in.
import { concat, label } from '../../shared/codec';
import { hpkeOpen, hpkeSeal } from '../../shared/crypto/hpke';
import type { Device } from '../../shared/device';
import { storeKey } from '../../shared/session';
import type { Store } from '../../shared/store';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Drafts {
  constructor(
    private readonly store: Store,
    private readonly device: Device,
  ) {}

  async load(conversation: Uint8Array): Promise<string> {
    const sealed = await this.store.get<Uint8Array>(this.key(conversation));
    if (!sealed) return '';
    try {
      return decoder.decode(await hpkeOpen(this.device.keys.kem, this.info(conversation), new Uint8Array(), sealed));
    } catch {
      // Of another device, or damaged.
      await this.store.delete(this.key(conversation));
      return '';
    }
  }

  async keep(conversation: Uint8Array, text: string): Promise<void> {
    if (text === '') {
      await this.store.delete(this.key(conversation));
      return;
    }
    const to = this.device.record.kem_key;
    const sealed = await hpkeSeal(to, this.info(conversation), new Uint8Array(), encoder.encode(text));
    await this.store.put(this.key(conversation), sealed);
  }

  /** Forgets the drafts of all other conversations; those of other devices in this browser stay. */
  async prune(conversations: Uint8Array[]): Promise<void> {
    const wanted = new Set(conversations.map((conversation) => this.key(conversation)));
    for (const key of await this.store.keys(storeKey('draft', this.device.id, '')))
      if (!wanted.has(key)) await this.store.delete(key);
  }

  private key(conversation: Uint8Array): string {
    return storeKey('draft', this.device.id, conversation);
  }
  private info(conversation: Uint8Array): Uint8Array {
    return concat(label('draft'), this.device.record.site, conversation, this.device.id);
  }
}
