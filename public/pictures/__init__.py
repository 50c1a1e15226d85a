"""Pictures of embeds for the preview of a pasted link, drawn without a browser."""
