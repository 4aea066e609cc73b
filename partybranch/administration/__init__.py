"""The three administrators' pages, accounts and their slips, the posts and the table of rights."""
