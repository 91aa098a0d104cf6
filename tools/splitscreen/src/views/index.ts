// Every view of the page, in the order of its tabs.

import type { View } from "../view";
import { demand } from "./demand";
import { evidence } from "./evidence";
import { flows } from "./flows";
import { money } from "./money";
import { pyramid } from "./pyramid";

export const views: View[] = [demand, pyramid, flows, money, evidence];
