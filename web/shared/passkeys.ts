// Passkeys in the browser (WebAuthn Level 2): resident, user verified, ES256 only, no attestation.
import { type Bytes, own } from './bytes';
import { CloisterError } from './errors';

export interface NewPasskey {
  credentialId: Bytes;
  /** P-256, uncompressed. */
  publicKey: Bytes;
  authenticatorData: Bytes;
  clientData: Bytes;
}
export interface Assertion {
  credentialId: Bytes;
  authenticatorData: Bytes;
  clientData: Bytes;
  signature: Bytes;
}
/** Both need a click just before. Throw `bad_passkey` when nothing came of it. */
export interface Passkeys {
  /** `carried`: on a phone or security key that its owner takes along, never on this computer. */
  create(
    rpId: string,
    challenge: Uint8Array,
    user: { id: Uint8Array; name: string },
    carried?: boolean,
  ): Promise<NewPasskey>;
  get(rpId: string, challenge: Uint8Array, credentialId: Uint8Array): Promise<Assertion>;
}

const ES256 = -7;
const TIMEOUT_MS = 120_000;
/** SubjectPublicKeyInfo of a P-256 key ends with its point. */
const POINT_BYTES = 65;

async function ask<T>(what: () => Promise<Credential | null>): Promise<{ id: Bytes; response: T }> {
  try {
    const credential = (await what()) as PublicKeyCredential | null;
    if (credential) return { id: new Uint8Array(credential.rawId), response: credential.response as unknown as T };
  } catch (cause) {
    throw new CloisterError('bad_passkey', { cause });
  }
  throw new CloisterError('bad_passkey');
}

const carriedAlong = { authenticatorAttachment: 'cross-platform' } as const;

export const browserPasskeys: Passkeys = {
  async create(rpId, challenge, user, carried = false) {
    const { id, response } = await ask<AuthenticatorAttestationResponse>(() =>
      navigator.credentials.create({
        publicKey: {
          rp: { id: rpId, name: 'Cloister' },
          user: { id: own(user.id), name: user.name, displayName: user.name },
          challenge: own(challenge),
          pubKeyCredParams: [{ type: 'public-key', alg: ES256 }],
          authenticatorSelection: {
            residentKey: 'required',
            requireResidentKey: true,
            userVerification: 'required',
            ...(carried ? carriedAlong : {}),
          },
          // Level 3; browsers that do not know it go by the attachment alone.
          ...(carried ? { hints: ['hybrid', 'security-key'] } : {}),
          attestation: 'none',
          timeout: TIMEOUT_MS,
        },
      }),
    );
    const spki = response.getPublicKey();
    if (!spki || response.getPublicKeyAlgorithm() !== ES256) throw new CloisterError('bad_passkey');
    return {
      credentialId: id,
      publicKey: new Uint8Array(spki).slice(-POINT_BYTES),
      authenticatorData: new Uint8Array(response.getAuthenticatorData()),
      clientData: new Uint8Array(response.clientDataJSON),
    };
  },
  async get(rpId, challenge, credentialId) {
    const { id, response } = await ask<AuthenticatorAssertionResponse>(() =>
      navigator.credentials.get({
        publicKey: {
          rpId,
          challenge: own(challenge),
          allowCredentials: [{ type: 'public-key', id: own(credentialId) }],
          userVerification: 'required',
          timeout: TIMEOUT_MS,
        },
      }),
    );
    return {
      credentialId: id,
      authenticatorData: new Uint8Array(response.authenticatorData),
      clientData: new Uint8Array(response.clientDataJSON),
      signature: new Uint8Array(response.signature),
    };
  },
};
