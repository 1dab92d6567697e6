// Making acts: what goes on top of the key log.
import type { Bytes } from './bytes';
import { encode } from './codec';
import { exportSignSeed, generateSignKeys, publicSignKey } from './crypto/ed25519';
import { Act, ActKind, InviteBody, SUITE_P256_AES256GCM } from './gen/wire';
import { signed } from './names';

export interface ActPlace {
  site: Uint8Array;
  seq: number;
  prev: Uint8Array;
  timeMs: number;
}

/** The encoding of a signed act. */
export const makeAct = (
  place: ActPlace,
  actor: { id: Uint8Array; key: CryptoKey },
  kind: number,
  body: Uint8Array,
): Promise<Bytes> =>
  signed(Act, actor.key, {
    suite: SUITE_P256_AES256GCM,
    site: place.site,
    seq: place.seq,
    prev: place.prev,
    time_ms: place.timeMs,
    actor: actor.id,
    kind,
    body,
  });

export interface NewInvitation {
  kind: number;
  body: Bytes;
  /** Private half of the invitation key: for the fragment of the link, nowhere else. */
  seed: Bytes;
}

export async function makeInvitation(person: Uint8Array, roles: number, expiresMs: number): Promise<NewInvitation> {
  const keys = await generateSignKeys(true);
  const body = encode(InviteBody, { invitation_key: await publicSignKey(keys), person, roles, expires_ms: expiresMs });
  return { kind: ActKind.invite, body, seed: await exportSignSeed(keys.privateKey) };
}
