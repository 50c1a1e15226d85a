"""The stores that a build makes: their versions, how one is opened, and the findings in it."""
