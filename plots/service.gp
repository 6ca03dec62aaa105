# SPDX-License-Identifier: MIT
# Question: What does a program pay for a request to its memory model?
height = 180 + 24 * count
load 'plots/part/common.gp'
load 'plots/part/cases.gp'
load 'plots/part/dots.gp'
