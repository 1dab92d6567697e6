// Runtime of the generated wire tables. `fields` has to be evaluated before what needs the tables: see there.
import './fields';

export * from './coding';
export * from './fields';
