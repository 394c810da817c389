/* lw-digamma.h - the logarithmic derivative of the gamma function
 *
 * DLMF 5.5.2 and 5.11.2 (https://dlmf.nist.gov/5.11): up to 10 by recurrence, then the asymptotic
 * series.  Error below 1e-14 for @x > 0.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

double lw_digamma (double x);
