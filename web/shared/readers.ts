// Who can read a conversation.

export type Continuity = 'nobody' | 'supervisors' | 'team';

/** One line of "who can read this"; words are the interface's. */
export type ReaderView =
  /** The side that is looking. */
  | { kind: 'you' }
  /** The customer, seen by staff. */
  | { kind: 'customer' }
  /** The assigned agent. `name` comes from their intro, sent encrypted; undefined until then. */
  | { kind: 'person'; person: string; name: string | undefined; you: boolean }
  /** A team by the number of its current members. */
  | { kind: 'team'; team: 'support' | 'supervisors'; members: number };
