/* The shop's own script: a basket that counts, and a button that opens the chat. */
const count = document.querySelector('[data-count]')
for (const button of document.querySelectorAll('[data-add]')) {
  button.addEventListener('click', () => {
    count.textContent = String(Number(count.textContent) + 1)
    button.textContent = 'Added'
    setTimeout(() => (button.textContent = 'Add'), 1500)
  })
}
document.querySelector('[data-chat]').addEventListener('click', () => window.Candor?.open())
