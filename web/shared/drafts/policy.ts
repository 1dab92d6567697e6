// What becomes of each type of value on each side. The site may decide; what it does not say, or says in words that are
// not known here, is as below. The server has the same list (src/server/sensitive_data.h); a test compares them.
import { type FindingType, findingTypes } from '../detect/engine';
import type { SensitiveData } from '../gen/wire';

export const actions = ['allow', 'warn', 'mask', 'block'] as const;
export type Action = (typeof actions)[number];
export type Side = 'customer' | 'staff';

export const defaults: Record<FindingType, Record<Side, Action>> = {
  CREDIT_CARD: { customer: 'mask', staff: 'mask' },
  CVV: { customer: 'block', staff: 'block' },
  CARD_EXPIRY: { customer: 'warn', staff: 'warn' },
  US_SSN: { customer: 'mask', staff: 'mask' },
  IBAN: { customer: 'warn', staff: 'warn' },
  BANK_ACCOUNT: { customer: 'warn', staff: 'warn' },
  NATIONAL_ID: { customer: 'warn', staff: 'mask' },
  PASSPORT: { customer: 'warn', staff: 'mask' },
  DRIVING_LICENCE: { customer: 'warn', staff: 'mask' },
  DATE_OF_BIRTH: { customer: 'allow', staff: 'warn' },
  EMAIL: { customer: 'allow', staff: 'allow' },
  PHONE: { customer: 'allow', staff: 'allow' },
  IP_ADDRESS: { customer: 'allow', staff: 'allow' },
  PASSWORD: { customer: 'block', staff: 'block' },
  API_KEY: { customer: 'block', staff: 'block' },
  CRYPTO_WALLET: { customer: 'allow', staff: 'warn' },
};

/** What becomes of a value of this type. */
export function actionFor(type: FindingType, side: Side, policy: SensitiveData | undefined): Action {
  const said = policy?.[side][findingTypes.indexOf(type)];
  return actions.find((action) => action === said) ?? defaults[type][side];
}
