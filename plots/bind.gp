# SPDX-License-Identifier: MIT
# Question: What does each step in the life of a module and a binding cost?
height = 520
load 'plots/common.gp'
load 'plots/cases.gp'
load 'plots/dots.gp'
