# SPDX-License-Identifier: MIT
# Question: What does replacing a module cost, bound and under load?
height = 640
load 'plots/part/common.gp'
# Bindings in powers of two; a retry under load costs a thousand changes.
set logscale x 2
set logscale y 10
set format y human
set xrange [0.8:x_max > 80 ? 1.3 * x_max : 80]
set yrange [y_min < 500 ? y_min : 500:*]
set xlabel 'bindings to the module  (load: threads call it all the time, ' . \
    "and\nwhile a call is inside, it is tried again some ticks later)"
set ylabel sprintf('%s per operation', unit)
# A slope means nothing where most of a median is waiting for a next try.
case(s) = s[1:strstrt(s . ':', ':') - 1]
plot for [i = 1:count] data index i - 1 using 1:2:3:4 with yerrorbars \
         linecolor rgb colour(i) pointtype shape(i) pointsize 1.1 \
         linewidth 1.5 title case(columnheader(1)), \
     for [i = 1:count] data index i - 1 using 1:2 with lines \
         linecolor rgb colour(i) linewidth 1.5 notitle
