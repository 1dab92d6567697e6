// A passkey in software: what an authenticator would answer.
import { toBase64url } from '../../../web/shared/base64url';
import { type Bytes, fromHex, own, random, zeros } from '../../../web/shared/bytes';
import { concat, integer } from '../../../web/shared/codec';
import { sha256 } from '../../../web/shared/crypto/sha256';
import type { Assertion, NewPasskey, Passkeys } from '../../../web/shared/passkeys';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const text = (value: string): Bytes => new TextEncoder().encode(value);

export function derFromRaw(raw: Uint8Array): Bytes {
  const integer = (part: Uint8Array): Uint8Array => {
    let start = 0;
    while (start < 31 && part[start] === 0) start += 1;
    const digits = part.subarray(start);
    const value = (digits[0] as number) > 127 ? concat(Uint8Array.of(0), digits) : digits;
    return concat(Uint8Array.of(2, value.length), value);
  };
  const body = concat(integer(raw.subarray(0, 32)), integer(raw.subarray(32)));
  return concat(Uint8Array.of(0x30, body.length), body);
}

export interface AssertionChanges {
  type?: string;
  challenge?: Uint8Array;
  rpId?: string;
  flags?: number;
  crossOrigin?: boolean;
}

export class SoftPasskey implements Passkeys {
  readonly credentialId = random(16);
  private constructor(
    private readonly keys: CryptoKeyPair,
    readonly publicKey: Bytes,
  ) {}

  static async make(): Promise<SoftPasskey> {
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    return new SoftPasskey(keys, new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey)));
  }

  async create(rpId: string, challenge: Uint8Array): Promise<NewPasskey> {
    const clientData = this.clientData('webauthn.create', challenge);
    // Flags UP, UV, AT; counter; AAGUID; credential id; COSE key (EC2, ES256, P-256, x, y).
    const point = this.publicKey;
    const cose = [fromHex('a5010203262001215820'), point.subarray(1, 33), fromHex('225820'), point.subarray(33)];
    const credential = concat(zeros(16), integer(this.credentialId.length, 2), this.credentialId, ...cose);
    const authenticatorData = concat(await sha256(text(rpId)), Uint8Array.of(0x45, 0, 0, 0, 0), credential);
    return { credentialId: this.credentialId, publicKey: this.publicKey, authenticatorData, clientData };
  }

  async get(rpId: string, challenge: Uint8Array, _id: Uint8Array, changes: AssertionChanges = {}): Promise<Assertion> {
    const clientData = this.clientData(
      changes.type ?? 'webauthn.get',
      changes.challenge ?? challenge,
      changes.crossOrigin,
    );
    const rpIdHash = await sha256(text(changes.rpId ?? rpId));
    const authenticatorData = concat(rpIdHash, Uint8Array.of(changes.flags ?? 0x05, 0, 0, 0, 0));
    const signed = concat(authenticatorData, await sha256(clientData));
    const raw = new Uint8Array(await crypto.subtle.sign(algorithm, this.keys.privateKey, own(signed)));
    return { credentialId: this.credentialId, authenticatorData, clientData, signature: derFromRaw(raw) };
  }

  private clientData(type: string, challenge: Uint8Array, crossOrigin = false): Bytes {
    const origin = 'https://console.example.org';
    return text(JSON.stringify({ type, challenge: toBase64url(challenge), origin, crossOrigin }));
  }
}
