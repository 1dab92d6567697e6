// The few words between the loader on the page and the frame of the widget. They carry no content: a message is one of
// these strings and nothing else.

/** Frame → page. */
export const READY = 'cloister:ready';
export const CLOSE = 'cloister:close';
export const UNREAD = 'cloister:unread';
export const QUIET = 'cloister:quiet';
/** Page → frame. */
export const SHOWN = 'cloister:shown';
export const HIDDEN = 'cloister:hidden';
