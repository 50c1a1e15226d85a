"""A made-up Kota Serang: its businesses, their coaching, and the files that offices would send."""
