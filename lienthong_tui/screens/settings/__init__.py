"""The settings of the office: each section, what it holds, and the pages that change it."""
