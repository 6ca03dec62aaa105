# SPDX-License-Identifier: MIT
# Question: How long does it take to find the mappings of a frame?
height = 620
load 'plots/part/common.gp'
set logscale xy
set format xy human
set xrange [0.8:x_max > 90000 ? 1.3 * x_max : 90000]
set xlabel 'mappings in the page table; shared: pages that map the frame'
set ylabel sprintf('%s per operation', unit)
# Four curves a structure, in the workload's order: one colour a structure,
# one point and line a question (hit, miss, shared, update).
ours(i) = colour((i - 1) / 4 + 1)
kind(i) = (i - 1) % 4 + 1
point(i) = word('7 6 9 5', kind(i)) + 0
line(i) = word('1 2 4 3', kind(i)) + 0
plot for [i = 1:count] data index i - 1 using 1:2:3:4 with yerrorbars \
         linecolor rgb ours(i) pointtype point(i) pointsize 1.1 \
         linewidth 1.5 title columnheader(1), \
     for [i = 1:count] data index i - 1 using 1:2 with lines \
         linecolor rgb ours(i) dashtype line(i) linewidth 1.5 notitle
