"""What has to stay quick: ratios against a reference of the same run, never an assertion on time."""
