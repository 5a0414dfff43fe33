/* What every page gains by script; none needs it. */

import { charts } from "./chart.js";
import { forms } from "./forms.js";
import { live } from "./live.js";
import { session } from "./session.js";

charts();
forms();
live();
session();
