// What reads the drafts of customers.
import { reads } from './module';

export const read = reads('customer', () => []);
