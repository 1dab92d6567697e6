// Boost.JSON in its header-only form (its documentation, "Header-Only"): the parser of client data needs a few
// functions of the library, and this module links no other part of Boost.
#include <boost/json/src.hpp>
