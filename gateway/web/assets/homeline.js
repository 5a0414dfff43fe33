/* What every page gains by script; none needs it. */

import { forms } from "./forms.js";
import { live } from "./live.js";
import { session } from "./session.js";

forms();
live();
session();
