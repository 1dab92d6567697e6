import { en, type Messages } from './en';

/** The texts in use. English first; further catalogues have the same shape. */
export const t: Messages = en;
