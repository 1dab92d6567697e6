// What reads the drafts of agents: also what they must not ask for, and where they must not lead anybody.
import { reads } from './module';
import { requestsIn } from './requests';

export const read = reads('staff', requestsIn);
