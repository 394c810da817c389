/* bench-canvas-large.h - what a picture of 100 megapixels costs until it can be panned
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* Writes a JPEG of 10,000 by 10,000 pixels.  In a process of its own: the picture as a whole
 * would count in the peak of memory. */
int bench_large_make (const char *path);

/* Shows it as the window of the program does, and prints. */
int bench_large_run (const char *path);
