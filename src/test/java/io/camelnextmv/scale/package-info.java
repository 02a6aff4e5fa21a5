/** Past one machine, on paper and by simulation: how much a day, over how many accounts and gateways, and what binds first. */
package io.camelnextmv.scale;
